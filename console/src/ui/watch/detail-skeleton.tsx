import { Skeleton, VisuallyHidden } from '@mantine/core'
import classes from './watch.module.css'

/** The true shape of a page about one thing: head, facts, tabs, first card. */
export function DetailSkeleton({ title }: { readonly title: string }) {
  return (
    <div aria-busy>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      <div className={classes.skeletonHead}>
        <Skeleton height={40} width={40} radius={10} />
        <div>
          <Skeleton height={18} width={220} mt={3} mb={6} />
          <Skeleton height={13} width="min(340px, 60vw)" />
        </div>
      </div>
      <div className={classes.skeletonFacts}>
        {[0, 1, 2, 3, 4].map((fact) => (
          <Skeleton key={fact} height={34} width={84} />
        ))}
      </div>
      <Skeleton height={36} mb={20} />
      <Skeleton height={220} radius={10} />
    </div>
  )
}
