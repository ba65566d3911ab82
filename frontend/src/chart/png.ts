/**
 * A picture of what a chart shows. Canvases are copied; boxes, text and arrows of the HTML around
 * them are drawn again from where the page put them. Not a general renderer: it knows background,
 * rounded corners and single lines of text, which is all that charts use.
 */

const ARROWS: Record<string, string> = {
  "arrow-up": "↑",
  "arrow-down": "↓",
  "arrow-steady": "→",
  dash: "–",
  "sentiment-positive": "▲",
  "sentiment-negative": "▼",
  "sentiment-neutral": "◆",
  "sentiment-unknown": "–",
};
const MARGIN = 16;

/** Draws `view` with a title line and answers a PNG. */
export async function picture(view: HTMLElement, title: string, notes: string[]): Promise<Blob | null> {
  const box = view.getBoundingClientRect();
  const scale = 2;
  const head = title ? 28 : 0;
  const foot = notes.length * 18;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((box.width + 2 * MARGIN) * scale);
  canvas.height = Math.ceil((box.height + head + foot + 2 * MARGIN) * scale);
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.scale(scale, scale);
  const style = getComputedStyle(view);
  pen.fillStyle = surface(view);
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = style.color;
  pen.textBaseline = "middle";
  pen.font = `600 14px ${style.fontFamily}`;
  if (title) pen.fillText(title, MARGIN, MARGIN + 8);
  pen.font = `400 12px ${style.fontFamily}`;
  notes.forEach((note, at) => {
    pen.fillText(note, MARGIN, box.height + head + MARGIN + 12 + at * 18);
  });
  pen.translate(MARGIN - box.left, MARGIN + head - box.top);
  paintChildren(pen, view);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** The first background behind an element that is not transparent. */
function surface(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (visible(color)) return color;
  }
  return "#fff";
}

function visible(color: string): boolean {
  return color !== "transparent" && !/(,\s*0|\/\s*0)\)$/.test(color);
}

function paintChildren(pen: CanvasRenderingContext2D, parent: Element): void {
  for (const node of parent.childNodes) {
    if (node instanceof HTMLCanvasElement) {
      const box = node.getBoundingClientRect();
      pen.drawImage(node, box.left, box.top, box.width, box.height);
    } else if (node instanceof SVGElement) {
      paintIcon(pen, node);
    } else if (node instanceof HTMLElement) {
      if (node.matches(".chart-zoom, .visually-hidden, .band, .source-mark:has(svg)")) continue;
      paintBox(pen, node);
      paintChildren(pen, node);
    } else if (node instanceof Text && node.data.trim()) {
      paintText(pen, node, parent);
    }
  }
}

function paintBox(pen: CanvasRenderingContext2D, element: HTMLElement): void {
  const style = getComputedStyle(element);
  if (element.dataset["line"]) return paintLine(pen, element, style);
  if (!visible(style.backgroundColor)) return;
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return;
  const half = Math.min(box.width, box.height) / 2;
  const radius = style.borderRadius.endsWith("%") ? half : Math.min(Number.parseFloat(style.borderRadius) || 0, half);
  pen.fillStyle = style.backgroundColor;
  pen.beginPath();
  pen.roundRect(box.left, box.top, box.width, box.height, radius);
  pen.fill();
}

/** The swatch of a line in a legend. */
function paintLine(pen: CanvasRenderingContext2D, element: HTMLElement, style: CSSStyleDeclaration): void {
  const box = element.getBoundingClientRect();
  pen.save();
  pen.strokeStyle = style.borderTopColor;
  pen.lineWidth = 2;
  pen.setLineDash(element.dataset["line"] === "dashed" ? [4, 3] : []);
  pen.beginPath();
  pen.moveTo(box.left, box.top + 1);
  pen.lineTo(box.right, box.top + 1);
  pen.stroke();
  pen.restore();
}

function paintIcon(pen: CanvasRenderingContext2D, svg: SVGElement): void {
  const sign = ARROWS[svg.dataset["icon"] ?? ""];
  if (!sign) return;
  const box = svg.getBoundingClientRect();
  const style = getComputedStyle(svg);
  pen.fillStyle = style.color;
  pen.font = `400 12px ${style.fontFamily}`;
  pen.textAlign = "center";
  pen.fillText(sign, box.left + box.width / 2, box.top + box.height / 2);
  pen.textAlign = "start";
}

function paintText(pen: CanvasRenderingContext2D, text: Text, parent: Element): void {
  const range = document.createRange();
  range.selectNodeContents(text);
  const box = range.getBoundingClientRect();
  if (box.width === 0) return;
  const style = getComputedStyle(parent);
  pen.fillStyle = style.color;
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const room = parent.getBoundingClientRect().width || box.width;
  pen.fillText(text.data.trim(), box.left, box.top + box.height / 2, Math.max(room, 24));
}

/** Hands a file to the person. */
export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
