import { assertionWords } from '@bongsu/contract/assertion-words.ts'
import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { Check, X } from 'lucide-react'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './outcome.module.css'

/** What was expected beside what came; what failed stands first. */
export function AssertionTable({ assertions }: { readonly assertions: readonly AssertionResult[] }) {
  const t = useTexts(outcomeTexts)
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
          {sorted.map((assertion, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same assertion may stand twice, and none of them moves
            <Row key={index} assertion={assertion} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ assertion }: { readonly assertion: AssertionResult }) {
  const t = useTexts(outcomeTexts)
  const { what, expected, got } = assertionWords(useLanguage(), assertion)
  const { passed } = assertion
  return (
    <tr data-passed={passed}>
      <td className={classes.mark}>
        {passed ? (
          <Check size={15} role="img" aria-label={t('assertions.passed')} />
        ) : (
          <X size={15} role="img" aria-label={t('assertions.failed')} />
        )}
      </td>
      <td>{what}</td>
      <td className={classes.code}>{expected}</td>
      <td className={classes.code}>{got}</td>
    </tr>
  )
}
