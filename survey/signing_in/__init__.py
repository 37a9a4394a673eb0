"""Who somebody is: passwords, the second step, an identity provider, tokens for programs."""
