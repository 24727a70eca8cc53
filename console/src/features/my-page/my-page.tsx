import { History, ShieldCheck, SlidersHorizontal, UserRound } from 'lucide-react'
import { Suspense } from 'react'
import { useFormat } from '#lib/format.ts'
import { useText, useTexts } from '#lib/i18n.ts'
import { useMe } from '#lib/me.ts'
import { useSlot } from '#lib/slots.ts'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { myPageTexts } from './my-page.i18n.ts'
import { Preferences } from './preferences.tsx'
import { Profile } from './profile.tsx'
import { Security } from './security.tsx'
import { SignIns } from './sign-ins.tsx'

export default function MyPage() {
  const t = useTexts(myPageTexts)
  const read = useText()
  const format = useFormat()
  const me = useMe()
  const others = useSlot('my-page')
  if (!me) return null
  const facts = [
    { label: t('facts.role'), value: t(`roles.${me.role}`) },
    { label: t('facts.email'), value: me.email },
    { label: t('facts.lastLogin'), value: <RelativeTime at={me.last_login_at} never={t('facts.never')} /> },
    { label: t('facts.since'), value: format.time(me.created_at, 'date') },
  ]
  return (
    <>
      <PageHeader icon={UserRound} title={t('title')} purpose={t('purpose')} facts={<KeyFacts facts={facts} />} />
      <UrlTabs
        tabs={[
          { key: 'profile', label: t('tabs.profile'), icon: UserRound, content: <Profile key={me.id} me={me} /> },
          {
            key: 'preferences',
            label: t('tabs.preferences'),
            icon: SlidersHorizontal,
            content: <Preferences me={me} />,
          },
          { key: 'security', label: t('tabs.security'), icon: ShieldCheck, content: <Security /> },
          { key: 'sign-ins', label: t('tabs.signIns'), icon: History, content: <SignIns /> },
          ...others.map(({ key, title, icon, Item }) => ({
            key,
            label: title ? read(title) : key,
            ...(icon ? { icon } : {}),
            content: (
              <Suspense>
                <Item />
              </Suspense>
            ),
          })),
        ]}
      />
    </>
  )
}
