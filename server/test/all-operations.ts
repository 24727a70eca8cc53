import type { AnyOperation } from '#platform/operations/operation.ts'
import { buildTestApp } from './build-test-app.ts'

/** Every operation of the product, as app.ts joins them. */
export async function allOperations(): Promise<readonly AnyOperation[]> {
  const app = await buildTestApp()
  await app.close()
  return app.operations
}
