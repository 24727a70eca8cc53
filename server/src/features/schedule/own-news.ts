import { type Text, text } from '@bongsu/contract/text.ts'
import type { Alerts } from '#features/alerts/index.ts'
import { day } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Job } from '#kernel/room.ts'
import type { Database } from '#platform/db/contract.ts'
import type { Sentinel } from './sentinel.ts'

export interface OwnNewsParts {
  readonly database: Database
  readonly alerts: Pick<Alerts, 'notify' | 'retryNow'>
  readonly sentinel: Sentinel
  warn(message: string): void
}

export interface OwnNews {
  jobFailed(job: Job, error: string, at: number): Promise<void>
}

/** What administrators are told about ourselves: once each time we go blind and see again, once a day for a failing job. */
export function ownNews({ database, alerts, sentinel, warn }: OwnNewsParts): OwnNews {
  const tell = (notice: Parameters<Alerts['notify']>[1]) => database.transaction((tx) => alerts.notify(tx, notice))

  sentinel.onChange(({ isBlind, since }) => {
    const work = async () => {
      await tell({
        to: 'admins',
        key: `blind:${since}:${isBlind}`,
        type: isBlind ? 'monitoring_error' : 'monitoring_error_ended',
        severity: isBlind ? 'critical' : 'info',
        ...(isBlind ? wentBlind : seesAgain),
        link: '/jobs',
      })
      if (!isBlind) await alerts.retryNow()
    }
    work().catch((error) => warn(`our own news could not be told: ${errorMessage(error)}`))
  })

  return {
    async jobFailed(job, error, at) {
      await tell({
        to: 'admins',
        key: `job-failed:${job.name}:${Math.floor(at / day)}`,
        type: 'job_failed',
        severity: 'warning',
        title: text(`작업 실패 - ${job.title.ko}`, `Job failed - ${job.title.en}`),
        message: text(`정기 작업이 실패했습니다: ${error}`, `A recurring job failed: ${error}`),
        link: '/jobs',
      })
    },
  }
}

const wentBlind: { title: Text; message: Text } = {
  title: text('봉수 서버의 네트워크 연결이 끊긴 것으로 보입니다', "Bongsu's own connection seems to be lost"),
  message: text(
    '서로 다른 네트워크의 대상이 모두 응답하지 않습니다. 연결이 돌아올 때까지 점검 결과를 "알 수 없음"으로 두고 장애 알림을 보내지 않습니다. 실제로 모든 대상이 멈춘 것일 수도 있으니 확인하세요. 확인용 대상을 시스템 설정에서 지정하면 더 정확해집니다.',
    'Targets in different networks are all silent. Until somebody answers, results stay "unknown" and nobody is alerted. It may also be that all of them are really down: please look. Naming places to compare with in the system settings makes this more certain.',
  ),
}

const seesAgain: { title: Text; message: Text } = {
  title: text('봉수 서버의 네트워크 연결이 돌아왔습니다', "Bongsu's own connection is back"),
  message: text('점검과 알림이 다시 정상으로 진행됩니다.', 'Checks and alerts go on as usual.'),
}
