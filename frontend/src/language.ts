/** The language of the page, for numbers and dates. */
export function pageLanguage(): string | undefined {
  const language = document.documentElement.lang;
  // Plain English is the international one here: 22 Nov 2026, not Nov 22.
  return language === "en" ? "en-GB" : language || undefined;
}
