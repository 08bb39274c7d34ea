/**
 * Contrast as WCAG 2 measures it. Both functions run in the page: `page.evaluate(textContrasts)`. A function that runs there has
 * nothing of this file, so each is a text that has the arithmetic in it.
 */
function arithmetic() {
  const numbers = (color) => color.match(/[\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = numbers(color).map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /** The colour that is painted behind the content of an element. */
  const behind = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return numbers(color)[3] === 0 && element.parentElement ? behind(element.parentElement) : color;
  };
  const ratio = (color, background) => {
    const [a, b] = [light(color), light(background)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  return { behind, ratio };
}

const inPage = (measure) => `(${measure})((${arithmetic})())`;

/** The contrast of every text against the nearest painted background (1.4.3): `[{ text, ratio }]`. */
export const textContrasts = inPage(({ behind, ratio }) => {
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes]
      .filter((node) => node.nodeType === 3)
      .map((node) => node.data.trim())
      .join("");
    if (!text || !element.checkVisibility()) continue;
    found.push({ text: text.slice(0, 40), ratio: ratio(getComputedStyle(element).color, behind(element)) });
  }
  return found;
});

/** The contrast of the focus ring against what is painted behind the element (1.4.11): `{ what, ratio }`; 0 without a ring. */
export const focusContrast = inPage(({ behind, ratio }) => {
  const { activeElement } = document;
  const { outlineColor, outlineStyle } = getComputedStyle(activeElement);
  return {
    what: activeElement.outerHTML.slice(0, 80),
    ratio: outlineStyle === "solid" ? ratio(outlineColor, behind(activeElement.parentElement ?? activeElement)) : 0,
  };
});
