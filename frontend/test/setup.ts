/** What htmx asks for at import and the test's document lacks. It looks for `hx-on`, never used. */
Object.assign(globalThis, {
  XPathEvaluator: class {
    createExpression() {
      return { evaluate: () => ({ iterateNext: () => null }) };
    }
  },
});
