/**
 * `npm run generate:docs`: writes what of the manual follows from the code: the reference of operations and settings and
 * the tables of roles. `docs.test.ts` fails when a file is not what this would write.
 */
import { writeFileSync } from 'node:fs'
import { docsFolder, referenceFiles } from './reference-docs.ts'

for (const { path, content } of await referenceFiles()) {
  writeFileSync(new URL(path, docsFolder), content)
  console.log(`${path}: ${content.split('\n').length} lines`)
}
