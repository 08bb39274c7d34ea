/** Every page has its place; every link, anchor, picture and script of the built site leads somewhere on it, and on no other host. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { test } from "node:test";
import { build } from "../../site/main.mjs";
import { FOLDER, site } from "./site.mjs";

/** The text of every page, by its path. */
async function texts() {
  await site();
  const files = readdirSync(FOLDER, { recursive: true }).map((path) => path.replaceAll("\\", "/"));
  const pages = files.filter((path) => path.endsWith(".html"));
  return {
    files: new Set(files),
    pages: new Map(pages.map((path) => [path, readFileSync(join(FOLDER, path), "utf8")])),
  };
}

const attributes = (text, name) => [...text.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value]) => value);

const decoded = (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)).replaceAll("&amp;", "&");

/** What is wrong with the links of a site; nothing if they all lead somewhere. */
function broken({ files, pages }) {
  const ids = new Map([...pages].map(([path, text]) => [path, new Set(attributes(text, "id").map(decoded))]));
  const errors = [];
  for (const [path, text] of pages) {
    const resources = attributes(text, "src");
    for (const link of [...attributes(text, "href"), ...resources].map(decoded)) {
      const isWeb = /^(https:\/\/|mailto:)/.test(link);
      if (isWeb && resources.includes(link)) errors.push(`${path} loads ${link}`);
      if (isWeb) continue;
      const [file, anchor] = link.split("#").map(decodeURIComponent);
      const target = file === "" ? path : posix.join(posix.dirname(path), file);
      if (/^(\/|\w+:)/.test(link) || !files.has(target)) errors.push(`${path}: there is no ${link}`);
      else if (anchor && !ids.get(target)?.has(anchor)) errors.push(`${path}: ${target} has no #${anchor}`);
    }
  }
  return errors;
}

test("site: every link and anchor leads somewhere", async (context) => {
  const all = await texts();
  assert.deepEqual(broken(all), []);
  const count = [...all.pages.values()].reduce((sum, text) => sum + attributes(text, "href").length, 0);
  context.diagnostic(`${count} links on ${all.pages.size} pages`);
});

test("site: a link that leads nowhere is found", () => {
  const one = (html) =>
    broken({
      files: new Set(["a.html", "b/c.html"]),
      pages: new Map([
        ["a.html", html],
        ["b/c.html", '<h2 id="x">'],
      ]),
    });
  assert.deepEqual(
    one('<a href="b/c.html#x"></a><a href="#y"></a><i id="y"></i><a href="https://bank.example/"></a>'),
    [],
  );
  assert.deepEqual(one('<a href="c.html"></a>'), ["a.html: there is no c.html"]);
  assert.deepEqual(one('<a href="b/c.html#z"></a>'), ["a.html: b/c.html has no #z"]);
  assert.deepEqual(one('<a href="/a.html"></a>'), ["a.html: there is no /a.html"]);
  assert.deepEqual(one('<img src="https://img.example/a.png">'), ["a.html loads https://img.example/a.png"]);
});

test("site: every page has one heading of the first level, a title of its own, and ids that are there once", async () => {
  const { pages } = await texts();
  const titles = new Map();
  for (const [path, text] of pages) {
    assert.equal(text.match(/<h1[ >]/g)?.length, 1, path);
    const ids = attributes(text, "id");
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
      path,
    );
    const [, title] = /<title>(.*)<\/title>/.exec(text);
    assert.ok(!titles.has(title), `${path} and ${titles.get(title)} have the title ${title}`);
    titles.set(title, path);
  }
});

test("site: the navigation of every page names it, and each guide once", async () => {
  const { pages } = await site();
  const guides = pages.filter(({ isGuide }) => isGuide).map(({ path }) => path);
  assert.equal(new Set(guides).size, guides.length);
  for (const { path } of pages) {
    const navigation = /<nav id="navigation"[^]*?<\/nav>/.exec(readFileSync(join(FOLDER, path), "utf8"))[0];
    assert.equal(navigation.match(/aria-current="page"/g)?.length, 1, path);
    const linked = attributes(navigation, "href").map((link) => posix.join(posix.dirname(path), link));
    assert.deepEqual(
      guides.filter((guide) => linked.filter((to) => to === guide).length !== 1),
      [],
      path,
    );
  }
});

test("site: from the first page, Next leads through every guide", async () => {
  const { pages } = await site();
  const seen = [];
  for (let path = "index.html"; path;) {
    assert.ok(!seen.includes(path), `${path} comes twice`);
    seen.push(path);
    const next = /<a rel="next" href="([^"]*)"/.exec(readFileSync(join(FOLDER, path), "utf8"))?.[1];
    path = next && posix.join(posix.dirname(path), next);
  }
  assert.deepEqual(
    pages.filter(({ kind }) => !kind).map(({ path }) => path),
    seen,
  );
});

test("site: a folder with other files is not emptied", async () => {
  const folder = mkdtempSync(join(tmpdir(), "site-"));
  writeFileSync(join(folder, "mine.txt"), "");
  await assert.rejects(build(folder), /has files that are no site/);
  assert.deepEqual(readdirSync(folder), ["mine.txt"]);
  rmSync(folder, { recursive: true });
});
