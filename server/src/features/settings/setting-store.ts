import type { Db, Tx } from '#platform/db/contract.ts'
import type { Fields } from './setting.ts'

export interface StoredSetting {
  readonly key: string
  /** Secrets in it are sealed. */
  readonly value: Fields
  readonly updatedAt: number
  readonly updatedBy: string | null
}

interface SettingRow {
  setting_key: string
  value: string
  updated_at: number
  updated_by: string | null
}

const storedOf = (row: SettingRow): StoredSetting => ({
  key: row.setting_key,
  value: JSON.parse(row.value) as Fields,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by,
})

export const allSettings = async (db: Db): Promise<StoredSetting[]> =>
  (await db.all<SettingRow>('select setting_key, value, updated_at, updated_by from setting')).map(storedOf)

export async function findSetting(db: Db, key: string): Promise<StoredSetting | undefined> {
  const [row] = await db.all<SettingRow>(
    'select setting_key, value, updated_at, updated_by from setting where setting_key = ?',
    [key],
  )
  return row && storedOf(row)
}

/** Reads a setting to change it, stored before or not: another change of it waits until this transaction has ended. */
export async function findSettingToChange(tx: Tx, key: string): Promise<StoredSetting | undefined> {
  await tx.run(
    `insert into setting (setting_key, value, updated_at, updated_by) values (?, '{}', 0, null)
     on conflict (setting_key) do update set updated_at = setting.updated_at`,
    [key],
  )
  return findSetting(tx, key)
}

export const saveSetting = (tx: Tx, setting: StoredSetting): Promise<number> =>
  tx.run(
    `insert into setting (setting_key, value, updated_at, updated_by) values (?, ?, ?, ?)
     on conflict (setting_key) do update set
       value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [setting.key, JSON.stringify(setting.value), setting.updatedAt, setting.updatedBy],
  )

export const deleteSetting = (tx: Tx, key: string): Promise<number> =>
  tx.run('delete from setting where setting_key = ?', [key])
