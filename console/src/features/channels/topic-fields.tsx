import { Button, Checkbox, Input, SegmentedControl } from '@mantine/core'
import { useTexts } from '#lib/i18n.ts'
import { type AlertTopic, allTopics, severities, topicGroups, usualTopics } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import type { ChannelForm } from './channel-form.ts'
import { channelsTexts } from './channels.i18n.ts'
import classes from './channels.module.css'

export function TopicFields({ form }: { readonly form: ChannelForm }) {
  const t = useTexts(channelsTexts)
  const word = useTexts(alertTexts)
  const { events, min_severity: least } = form.values
  const choose = (topics: readonly AlertTopic[]) => form.set('events', [...topics])
  return (
    <>
      <Checkbox.Group
        value={[...events]}
        onChange={(topics) => choose(allTopics.filter((topic) => topics.includes(topic)))}
        error={form.errors.events}
        aria-label={t('form.what')}
      >
        <div className={classes.topics}>
          {(Object.keys(topicGroups) as (keyof typeof topicGroups)[]).map((group) => (
            <fieldset key={group} className={classes.topicGroup}>
              <legend>{t(`form.topicGroups.${group}`)}</legend>
              {topicGroups[group].map((topic) => (
                <Checkbox key={topic} size="sm" value={topic} label={word(`events.${topic}`)} />
              ))}
            </fieldset>
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.topicButtons}>
        <Button size="compact-sm" variant="default" onClick={() => choose(allTopics)}>
          {t('form.selectAll')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => choose(usualTopics)}>
          {t('form.selectUsual')}
        </Button>
      </div>
      <Input.Wrapper label={t('form.minSeverity')} description={t('form.minSeverityHint')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('form.minSeverity')}
            data={severities.map((value) => ({ value, label: t(`form.from.${value}`) }))}
            value={least}
            onChange={(severity) => form.set('min_severity', severity)}
          />
        </div>
      </Input.Wrapper>
    </>
  )
}
