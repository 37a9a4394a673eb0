// Numbers as forms/numbers.py reads them: 1.234,5 and its relatives; null where the text is no number.
var Numbers = (() => {
  const grouped = /^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/;
  const spaced = /^\d{1,3}( \d{3})+([.,]\d+)?$/;
  const english = /^\d{1,3}((,\d{3}){2,}(\.\d+)?|(,\d{3})+\.\d+)$/;
  const plain = /^(\d+([.,]\d+)?|[.,]\d+)$/;
  const even = (text) => text.replace(/[\u2212\u2013]/g, "-").replace(/[\u00a0\u202f\u2009]/g, " ");

  function read(text) {
    const written = even(even(text).normalize("NFKC").trim());
    let digits = /^[+-]/.test(written) ? written.slice(1).trimStart() : written;
    if (grouped.test(digits)) digits = digits.replace(/\./g, "").replace(",", ".");
    else if (spaced.test(digits)) digits = digits.replace(/ /g, "").replace(",", ".");
    else if (english.test(digits)) digits = digits.replace(/,/g, "");
    else if (plain.test(digits)) digits = digits.replace(",", ".");
    else return null;
    return (written[0] === "-" ? -1 : 1) * Number(digits);
  }

  return { read };
})();
