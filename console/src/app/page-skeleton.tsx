import { Skeleton } from '@mantine/core'

/** The true shape of a page that is on its way: header, bar, content. */
export function PageSkeleton() {
  return (
    <div aria-busy>
      <div style={{ display: 'flex', gap: 12, marginBottom: 20 }}>
        <Skeleton height={40} width={40} radius={10} />
        <div style={{ flex: 1 }}>
          <Skeleton height={18} width={180} mt={3} mb={6} />
          <Skeleton height={13} width="min(360px, 80%)" />
        </div>
      </div>
      <Skeleton height={36} mb={12} width="min(560px, 100%)" />
      <Skeleton height={360} radius={10} />
    </div>
  )
}
