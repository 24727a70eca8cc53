import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The order of test files: those whose path has one of these words begin first, since a long one that begins last is
 * waited for alone. A fresh checkout knows no durations to go by.
 */
export const beginWith = (...words: readonly string[]) =>
  class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files)
      const rank = ({ moduleId }: TestSpecification) => {
        const at = words.findIndex((word) => moduleId.includes(word))
        return at < 0 ? words.length : at
      }
      return sorted.sort((one, other) => rank(one) - rank(other))
    }
  }
