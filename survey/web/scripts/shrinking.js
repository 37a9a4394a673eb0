// On a slow line a photo of 4 MB takes minutes: it is drawn smaller on the device first.
var Shrinking = (() => {
  const LONGEST = 1800, LARGE = 300000;

  async function drawn(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
  }

  // The file, smaller where it is a large photo. What this browser cannot draw stays as it is; the server judges it.
  async function smaller(file) {
    if (file.size < LARGE || !/^image\/(jpeg|png)$/.test(file.type)) return file;
    try {
      const made = await drawn(file);
      if (!made || made.size >= file.size) return file;
      return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    } catch (fault) {
      return file;
    }
  }

  return { smaller };
})();
