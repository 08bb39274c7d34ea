// Node with everything in one file: nothing of the package may look for files beside it.
import { run } from "./entry.mjs";

run(JSON.parse(process.argv[2])).then((report) => console.log(JSON.stringify(report)));
