"use strict";
(() => {
  const sheet = document.getElementById("sheet");
  document.querySelector(".script-only").hidden = false;
  sheet.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(sheet.getScreenCTM().inverse());
    const to = new URL(sheet.dataset.at, location);
    to.searchParams.set("across", Math.round(at.x));
    to.searchParams.set("down", Math.round(at.y));
    location = to;
  });
})();
