/** Whether what is left of an instance is kept after an attempt failed in it, and for how long. */
import { useEffect, useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { useText } from '../../i18n/text.ts'
import { type FunctionConfiguration, setHold } from '../../stores/functionDetail.ts'
import { Button, NumberField, toast } from '../../ui/index.ts'
import css from './HoldSetting.module.css'

const DEFAULT_MINUTES = 10
const MAX_MINUTES = 120

export function HoldSetting({ configuration }: { configuration: FunctionConfiguration }) {
  const t = useText()
  const { functionName, holdMinutes } = configuration
  const [minutes, setMinutes] = useState<number | null>(holdMinutes || DEFAULT_MINUTES)
  useEffect(() => {
    if (holdMinutes > 0) setMinutes(holdMinutes)
  }, [holdMinutes])
  const isValid = minutes !== null && Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES
  const save = async (value: number) => {
    try {
      await setHold(functionName, value)
      toast({ text: t(value === 0 ? 'functions.hold.isOff' : 'functions.hold.isOn', { count: value }) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      toast({ text: t('functions.hold.failed', { reason: error.message }), tone: 'fail' })
    }
  }
  return (
    <section className={css.hold} aria-label={t('functions.hold.title')}>
      <div className={css.words}>
        <h3 className={css.title}>{t('functions.hold.title')}</h3>
        <p className={css.text}>{t('functions.hold.text')}</p>
      </div>
      <NumberField
        label={t('functions.hold.minutes')}
        unit={t('functions.hold.unit')}
        value={minutes}
        min={1}
        max={MAX_MINUTES}
        onChange={setMinutes}
        {...(isValid ? {} : { error: t('functions.hold.range') })}
      />
      <Button
        size="sm"
        isDisabled={!isValid || (holdMinutes > 0 && minutes === holdMinutes)}
        onClick={() => void save(minutes ?? 0)}
      >
        {t(holdMinutes === 0 ? 'functions.hold.turnOn' : 'functions.hold.change')}
      </Button>
      {holdMinutes > 0 && (
        <Button size="sm" variant="ghost" onClick={() => void save(0)}>
          {t('functions.hold.turnOff')}
        </Button>
      )}
    </section>
  )
}
