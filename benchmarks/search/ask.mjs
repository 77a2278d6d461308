// Asks the built search index the questions of a file: node ask.mjs SITE SCRIPT QUESTIONS. Prints JSON, the first found first.
import fs from "node:fs";
import vm from "node:vm";

const [site, script, questions] = process.argv.slice(2);
const parts = {};
const nothing = { addEventListener() {}, querySelector: () => null, querySelectorAll: () => [], currentScript: null };
const world = vm.createContext({ document: nothing, location: { href: "https://report.example/", search: "" }, URL, URLSearchParams, console });
world.window = world;
world.smallprintSearch = (part, data) => { parts[part] = data; };
for (const name of ["words", "clauses"]) vm.runInContext(fs.readFileSync(`${site}/search/${name}.js`, "utf8"), world);
vm.runInContext(fs.readFileSync(script, "utf8"), world);
const { entriesOf, clausesOf, makeIndex, search } = world.smallprintFinds;
const index = makeIndex([...entriesOf(parts.words), ...clausesOf(parts.words, parts.clauses)]);
const asked = JSON.parse(fs.readFileSync(questions, "utf8"));
const answers = asked.map((query) => {
  const { found, instead } = search(index, query, () => true);
  return { query, count: found.length, instead, urls: found.slice(0, 10).map((one) => one.entry.url) };
});
process.stdout.write(JSON.stringify(answers));
