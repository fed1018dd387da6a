/** The functions of the project as a menu: arrow keys move, a letter jumps. */
import { useFunctions } from '../../stores/functions.ts'
import { Button, Menu } from '../../ui/index.ts'

type FunctionPickerProps = {
  label: string
  except: string // does not compensate itself
  isBusy: boolean
  isDisabled: boolean
  onPick: (functionName: string) => void
}

export function FunctionPicker({ label, except, isBusy, isDisabled, onPick }: FunctionPickerProps) {
  const functions = useFunctions((state) => state.functions)
  const names = (functions ?? []).map(({ functionName }) => functionName)
  return (
    <Menu
      trigger={
        <Button size="sm" icon="square-function" isBusy={isBusy} isDisabled={isDisabled}>
          {label}
        </Button>
      }
      items={names
        .filter((name) => name !== except)
        .map((name) => ({ id: name, label: name, onSelect: () => onPick(name) }))}
    />
  )
}
