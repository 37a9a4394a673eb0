"use strict";
// On a slow line a photo of 4 MB takes minutes: it is drawn smaller here first. Without this, it is sent as it is.
(function () {
  const field = document.getElementById("file"), said = document.getElementById("shrunk");
  const LONGEST = 1800, LARGE = 300000;
  const size = (bytes) => Math.ceil(bytes / 1024) + " KB";

  async function smaller(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return made && made.size < file.size ? made : null;
  }

  field.addEventListener("change", async () => {
    const file = field.files[0];
    if (!file || file.size < LARGE || !/^image\/(jpeg|png)$/.test(file.type)) return;
    try {
      const made = await smaller(file);
      if (!made || field.files[0] !== file) return;
      const chosen = new DataTransfer();
      chosen.items.add(new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
      field.files = chosen.files;
      said.textContent = field.dataset.shrunk + " " + size(file.size) + " → " + size(made.size);
    } catch (_) {
      // A picture that this browser cannot draw goes as it is; the server judges it.
    }
  });
})();
