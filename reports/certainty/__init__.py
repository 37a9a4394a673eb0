"""How sure it all is: thousands of draws, single choices, and what shading could gain."""
