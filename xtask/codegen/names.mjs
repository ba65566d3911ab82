// Writes crates/web/locales/<locale>/names.ftl: countries and languages as CLDR calls them, by the
// runtime's own Intl data (Unicode License v3). Run: node xtask/codegen/names.mjs
import { mkdirSync, writeFileSync } from "node:fs";

const LOCALES = { en: "Countries and languages, as CLDR names them (Unicode License v3). Generated.",
                  de: "Länder und Sprachen, wie CLDR sie nennt (Unicode License v3). Erzeugt." };
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const english = { region: new Intl.DisplayNames("en", { type: "region", fallback: "none" }),
                  language: new Intl.DisplayNames("en", { type: "language", fallback: "none" }) };
const NO_COUNTRY = new Set(["EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AN", "BU", "CS", "DD", "FX", "NT", "SU", "TP", "YD", "YU", "ZR", "UK", "DY", "HV", "NH", "RH", "VD", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"]);
const regions = LETTERS.flatMap((a) => LETTERS.map((b) => a + b)).filter((code) => !NO_COUNTRY.has(code) && english.region.of(code));
const lower = LETTERS.map((letter) => letter.toLowerCase());
const languages = lower.flatMap((a) => lower.map((b) => a + b)).filter((code) => english.language.of(code) && Intl.getCanonicalLocales(code)[0] === code);
languages.push("zh-Hans", "zh-Hant");

for (const [locale, head] of Object.entries(LOCALES)) {
  const name = (type) => new Intl.DisplayNames(locale, { type, fallback: "code" });
  const [country, language] = [name("region"), name("language")];
  const lines = [
    `# ${head}`,
    ...regions.map((code) => `country-${code.toLowerCase()} = ${country.of(code)}`),
    ...languages.filter((code) => code !== "zh").sort().map((code) => `language-${code.toLowerCase()} = ${language.of(code)}`),
  ];
  const folder = new URL(`../../crates/web/locales/${locale}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("names.ftl", folder), lines.join("\n") + "\n");
}
