// The workflows of GitHub: valid against the schema, least rights, every action pinned to a commit, every script of ours exists.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { filesIn, read, ROOT } from "./files.mjs";

const SCRIPTS = /\bnpm run ([\w:-]+)/g;
const XTASK_STEPS = /\bcargo xtask test ([a-z -]+)/g;

export function checkWorkflows() {
  const paths = filesIn(".github/workflows");
  if (paths.length === 0) throw new Error(".github/workflows is empty");
  const errors = paths.flatMap((path) => [...schemaErrors(path), ...rules(path).map((why) => `${path}: ${why}`)]);
  for (const path of filesIn(".github").filter((file) => /\.ya?ml$/.test(file))) parse(read(path), { strict: true });
  errors.push(...auditErrors());
  if (errors.length > 0) throw new Error(errors.join("\n"));
  const oldest = /^rust-version = "(.*)"$/m.exec(read("Cargo.toml"))?.[1];
  const { matrix } = parse(read(".github/workflows/quick.yml")).jobs.crates.strategy;
  if (!matrix.rust.includes(`${oldest}.0`))
    throw new Error(`quick.yml does not test rust-version ${oldest} of Cargo.toml`);
  return paths.map((path) => path.replace(/.*\//, "")).join(", ");
}

/** The steps that ask for known vulnerabilities: one call for each lock file, also after one that fails. Then the step fails. */
const AUDITS = [
  {
    step: "npm",
    lock: "package-lock.json",
    call: (folder) => `npm audit --audit-level=high --package-lock-only --prefix ${folder}`,
  },
  {
    step: "cargo",
    lock: "Cargo.lock",
    call: (folder) => `cargo deny --manifest-path ${folder}/Cargo.toml --config deny.toml check advisories`,
  },
];

function auditErrors() {
  const { steps } = parse(read(".github/workflows/nightly.yml")).jobs.advisories;
  return AUDITS.flatMap(({ step, lock, call }) => {
    const { status, calls } = runWithout(step, steps.find(({ name }) => name === step).run);
    const missing = filesIn(lock, `*/${lock}`).filter((path) => !calls.includes(call(dirname(path))));
    return [
      ...missing.map((path) => `nightly.yml does not ask about ${path}`),
      ...(status === 0 ? [`nightly.yml: the step ${step} cannot fail`] : []),
    ];
  });
}

/** Runs a step with a program in the place of `program` that says how it was called, and fails. */
function runWithout(program, script) {
  const folder = mkdtempSync(join(tmpdir(), "bpc-workflow-"));
  try {
    writeFileSync(join(folder, program), `#!/bin/sh\necho "${program} $*" >> "${folder}/calls"\nexit 1\n`);
    chmodSync(join(folder, program), 0o755);
    // Without its own file, which bash reads where it takes the pipe for a remote shell, and which may change the path.
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const { status, stderr, error } = spawnSync("bash", ["--norc", "-e", "-c", script], {
      cwd: ROOT,
      env,
      encoding: "utf8",
    });
    const calls = join(folder, "calls");
    if (!existsSync(calls))
      throw new Error(`nightly.yml: the step ${program} asks about nothing: ${error ?? status} ${stderr}`);
    return { status, calls: readFileSync(calls, "utf8").split("\n") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The official schema, as action-validator holds it. */
function schemaErrors(path) {
  try {
    execFileSync(join(ROOT, "node_modules/.bin/action-validator"), [path], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: "pipe",
    });
    return [];
  } catch (error) {
    return [`${path}: ${error.stdout}${error.stderr}`];
  }
}

/** What the schema cannot say. */
function rules(path) {
  const text = read(path);
  const workflow = parse(text);
  const errors = [];
  const isEmpty = typeof workflow.permissions === "object" && Object.keys(workflow.permissions ?? {}).length === 0;
  if (workflow.permissions === undefined || !isEmpty) errors.push("needs `permissions: {}` at the top");
  if (!workflow.concurrency) errors.push("needs `concurrency`");
  for (const [name, job] of Object.entries(workflow.jobs)) {
    if (!job.permissions) errors.push(`job ${name} needs its own permissions`);
    if (!job.uses && !job["timeout-minutes"]) errors.push(`job ${name} needs timeout-minutes`);
    for (const step of job.steps ?? []) {
      if (step.uses?.startsWith("actions/checkout@") && step.with?.["persist-credentials"] !== false)
        errors.push(`job ${name}: checkout needs persist-credentials: false`);
      if (step.run?.includes("${{")) errors.push(`job ${name}: an expression inside \`run\`; pass it by \`env\``);
    }
  }
  for (const [line] of text.matchAll(/^.*\buses:.*$/gm))
    if (!/uses: (\.\/[\w./-]+|[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*)$/.test(line))
      errors.push(`not pinned by commit: ${line.trim()}`);
  if (path.endsWith("/release.yml"))
    for (const manifest of ["npm/package.json", "npm/create/package.json"]) {
      const { name } = JSON.parse(read(manifest));
      if (!text.includes(`npm publish ./${name}-*.tgz --provenance`))
        errors.push(`does not publish ${name} with provenance`);
    }
  const { scripts } = JSON.parse(read("package.json"));
  for (const [, script] of text.matchAll(SCRIPTS))
    if (!scripts[script]) errors.push(`package.json has no script "${script}"`);
  const steps = read("xtask/src/steps.rs");
  for (const [, names] of text.matchAll(XTASK_STEPS))
    for (const name of names
      .trim()
      .split(" ")
      .filter((word) => !word.startsWith("--")))
      if (!steps.includes(`"${name}"`)) errors.push(`cargo xtask test has no step "${name}"`);
  return errors;
}
