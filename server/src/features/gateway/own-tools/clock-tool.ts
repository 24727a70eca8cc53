import { text } from '@bongsu/contract/text.ts'
import { timeZone } from '@bongsu/contract/time-zone.ts'
import { z } from 'zod'
import { generalSetting, settingsKey } from '#features/settings/index.ts'
import { isoTime } from '#kernel/clock.ts'
import { localTime, zoneOffset } from '#kernel/zone-time.ts'
import { ownTool } from './contract.ts'

const two = (number: number): string => String(number).padStart(2, '0')

export const getCurrentTime = ownTool({
  name: 'get_current_time',
  summary: text('지금 시각을 알려 줍니다.', 'Tells what time it is.'),
  access: 'tools.call',
  effect: 'read',
  input: z.strictObject({ time_zone: timeZone.optional().describe('IANA name; the installation’s own unless said') }),
  async run({ time_zone }, { clock, services }) {
    const zone = time_zone ?? services.use(settingsKey).get(generalSetting).time_zone
    const now = clock.now()
    const { year, month, day, hour, minute, second } = localTime(now, zone)
    return {
      time: isoTime(now),
      local_time: `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`,
      time_zone: zone,
      utc_offset_minutes: Math.round(zoneOffset(now, zone) / 60_000),
    }
  },
})
