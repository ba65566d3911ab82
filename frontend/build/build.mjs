// Builds dist/: bundles, sprite, map shapes, manifest; and holds the page to its weight.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { worldShapes } from "./world.mjs";

/** The most that a first load may weigh, all of it, gzip. */
const LIMIT = 350 * 1024;
const root = new URL("..", import.meta.url);
const dist = new URL("dist/", root);

const sum = (text) => createHash("sha256").update(text).digest("hex").slice(0, 10);

async function put(name, text) {
  const [stem, kind] = name.split(".");
  const file = `${stem}-${sum(text)}.${kind}`;
  await writeFile(new URL(file, dist), text);
  return file;
}

async function sprite() {
  const names = (await readdir(new URL("icons/", root))).filter((n) => n.endsWith(".svg")).sort();
  const symbols = [];
  for (const name of names) {
    if (name === "favicon.svg") continue;
    const text = await readFile(new URL(`icons/${name}`, root), "utf8");
    const found = /<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)<\/svg>/s.exec(text);
    if (!found) throw new Error(`icons/${name} has no viewBox`);
    const width = name === "logo.svg" ? ' stroke-width="2.5"' : "";
    symbols.push(
      `<symbol id="${name.slice(0, -4)}" viewBox="${found[1]}"${width}>${found[2]}</symbol>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const manifest = {};
const world = await put("world.json", JSON.stringify(worldShapes()));
manifest["icons.svg"] = await put("icons.svg", await sprite());
manifest["favicon.svg"] = await put(
  "favicon.svg",
  await readFile(new URL("icons/favicon.svg", root), "utf8"),
);

const common = {
  absWorkingDir: root.pathname,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  target: ["chrome123", "firefox128", "safari17.5"],
  outdir: "dist",
  logLevel: "warning",
};
const script = await build({
  ...common,
  entryPoints: { app: "src/main.ts" },
  format: "esm",
  splitting: true,
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  define: { __WORLD__: JSON.stringify(`./${world}`), "process.env.NODE_ENV": '"production"' },
});
const style = await build({
  ...common,
  entryPoints: { app: "css/index.css" },
  entryNames: "[name]-[hash]",
});
const outputs = { ...script.metafile.outputs, ...style.metafile.outputs };
for (const [file, { entryPoint }] of Object.entries(outputs)) {
  if (entryPoint === "src/main.ts") manifest["app.js"] = file.replace("dist/", "");
  if (entryPoint === "css/index.css") manifest["app.css"] = file.replace("dist/", "");
}
/** The licences of what is bundled, for whoever passes the files on. */
async function licences(inputs) {
  const names = new Set(["world-atlas"]);
  for (const path of inputs) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path);
    if (found) names.add(found[1]);
  }
  const parts = [];
  for (const name of [...names].sort()) {
    const folder = new URL(`node_modules/${name}/`, root);
    const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const texts = await Promise.all(
      files
        .filter((file) => !file.endsWith("licenses"))
        .map((file) => readFile(new URL(file, folder), "utf8").catch(() => "")),
    );
    parts.push([`${name} ${version} (${license})`, ...texts].join("\n\n"));
  }
  return `${parts.join(`\n\n${"=".repeat(72)}\n\n`)}\n`;
}
manifest["third-party.txt"] = await put(
  "third-party.txt",
  await licences(Object.keys(script.metafile.inputs)),
);
await writeFile(new URL("manifest.json", dist), `${JSON.stringify(manifest, null, 2)}\n`);

let total = 0;
for (const name of (await readdir(dist)).sort()) {
  if (name === "manifest.json" || name.startsWith("third-party")) continue;
  const weight = gzipSync(await readFile(new URL(name, dist)), { level: 9 }).length;
  total += weight;
  console.log(`${(weight / 1024).toFixed(1).padStart(7)} kB gzip  ${name}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} kB gzip  everything (limit ${LIMIT / 1024})`);
if (total > LIMIT) {
  console.error("The first load is too heavy.");
  process.exit(1);
}
