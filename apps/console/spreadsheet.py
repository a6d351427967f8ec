"""Files for spreadsheets: lines that are sent as they are written, and cells that are taken for no formula."""

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
EXCEL_READS_IT_AS_UTF_8 = "\ufeff"


class Written:
    """What csv writes to: it hands the line back, and keeps nothing."""

    def write(self, line: str) -> str:
        return line


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, whatever somebody wrote."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) or text.strip().startswith(BEGINS_A_FORMULA) else text
