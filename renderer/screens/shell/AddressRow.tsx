/** Where the FC API listens: what a developer pastes into an SDK. */
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { CopyText, classes } from '../../ui/index.ts'
import css from './AddressRow.module.css'

export function AddressRow({ isNarrow }: { isNarrow: boolean }) {
  const t = useText()
  const address = useHost(({ info }) => info?.fcEndpoint ?? null)
  return (
    <div className={classes(css.row, isNarrow && css.isNarrow)}>
      {address !== null && !isNarrow && <CopyText text={address} label={t('shell.rail.address')} />}
    </div>
  )
}
