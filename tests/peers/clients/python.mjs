// The interpreter with the clients of PyPI: one process that answers a line of JSON with a line of JSON.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { RETURN_URL } from "../sandbox.mjs";

export function startPython(interpreter) {
  const script = join(import.meta.dirname, "clients.py");
  const child = spawn(interpreter, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = [];
  let ended;
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.once("error", (error) => end(error)).once("exit", (code) => end(new Error(`clients.py ended with ${code}`)));
  function end(error) {
    ended = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  }
  return {
    /** Sends one question; resolves to its answer. Answers come in the order of the questions. */
    ask(question) {
      if (ended) return Promise.reject(ended);
      child.stdin.write(`${JSON.stringify({ ...question, returnUrl: RETURN_URL })}\n`);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    close: () => child.stdin.end(),
  };
}
