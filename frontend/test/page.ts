/** Puts HTML into the page the way a parser does: elements start when their children are there. */
export function page(html: string): void {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  document.body.replaceChildren(document.importNode(holder.content, true));
}
