import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { Check, X } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './outcome.module.css'

/** What was expected beside what came; what failed stands first. */
export function AssertionTable({ assertions }: { readonly assertions: readonly AssertionResult[] }) {
  const t = useTexts(outcomeTexts)
  const say = useAssertionWords()
  const sorted = [...assertions.filter(({ passed }) => !passed), ...assertions.filter(({ passed }) => passed)]
  return (
    <div className={classes.tableFrame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('assertions.what')}</th>
            <th scope="col">{t('assertions.expected')}</th>
            <th scope="col">{t('assertions.got')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ what, expected, got, passed }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same assertion may stand twice, and none of them moves
            <tr key={index} data-passed={passed}>
              <td className={classes.mark}>
                {passed ? (
                  <Check size={15} role="img" aria-label={t('assertions.passed')} />
                ) : (
                  <X size={15} role="img" aria-label={t('assertions.failed')} />
                )}
              </td>
              <td>{say.what(what)}</td>
              <td className={classes.code}>{say.value(expected)}</td>
              <td className={classes.code}>{say.value(got)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Assertions are recorded in words of the machine; where we know the word, people read their own. */
function useAssertionWords() {
  const t = useTexts(outcomeTexts)
  return {
    what(what: string): string {
      const header = /^header (.+)$/.exec(what)?.[1]
      if (header !== undefined) return t('what.header', { name: header })
      return isKeyOf(outcomeTexts.ko.what, what) && what !== 'header' ? t(`what.${what}`) : what
    },
    value: (value: string): string => (isKeyOf(outcomeTexts.ko.got, value) ? t(`got.${value}`) : value),
  }
}

const isKeyOf = <Keys extends object>(keys: Keys, key: string): key is keyof Keys & string => Object.hasOwn(keys, key)
