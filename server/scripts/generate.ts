/**
 * `npm run generate`: writes contract/src/api.generated.ts, the console's typed view of every operation, from the
 * operations themselves. `operations.test.ts` fails when the file is not what this would write.
 */
import { writeFileSync } from 'node:fs'
import { apiTypes } from '../src/platform/http/api-types.ts'
import { allOperations } from '../test/all-operations.ts'

const file = new URL('../../contract/src/api.generated.ts', import.meta.url)
const source = apiTypes(await allOperations())
writeFileSync(file, source)
console.log(`${source.split('\n').length} lines written`)
