declare module "htmx.org/dist/htmx.esm.js" {
  interface Htmx {
    config: Record<string, unknown>;
    process(element: Element): void;
    ajax(
      verb: string,
      path: string,
      context: { source?: Element; target?: string | Element; swap?: string; select?: string },
    ): Promise<void>;
    swap(
      target: string | Element,
      content: string,
      spec: { swapStyle: string; swapDelay: number; settleDelay: number },
      options?: { select?: string },
    ): void;
  }
  const htmx: Htmx;
  export default htmx;
}
