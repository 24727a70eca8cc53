import type { AnyOperation } from '#platform/operations/operation.ts'
import { getSetting } from './get-setting.ts'
import { listSettings } from './list-settings.ts'
import { resetSetting } from './reset-setting.ts'
import { testSetting } from './test-setting.ts'
import { updateSetting } from './update-setting.ts'

export const settingsOperations: readonly AnyOperation[] = [
  listSettings,
  getSetting,
  updateSetting,
  resetSetting,
  testSetting,
]
