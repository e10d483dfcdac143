"""`make score-law`, second half: decisions from the labelled letters themselves, judged by the bench's score_law.py.

Each letter is read, classified and decided with no facts but its own, on the day the labels name.
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.models.facts import Facts
from pipeline.run import Kit, settle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    wanted = args.shared / "letters" / "decisions.json"
    if not wanted.is_file():
        print(f"{wanted} is not here: nothing to score")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as cases, Kit.load(workers=1) as kit:
        for entry in json.loads(wanted.read_text()):
            letter = args.shared / "letters" / f"{entry['id']}.pdf"
            case = settle([letter], facts=Facts(), as_of=dt.date.fromisoformat(entry["as_of"]), kit=kit)
            cases.write(json.dumps(case.model_dump(mode="json", by_alias=True)) + "\n")
        cases.flush()
        judge = [sys.executable, str(args.shared / "bench" / "score_law.py"), "--decisions", str(wanted)]
        subprocess.run([*judge, "--pred", cases.name, "--errors"], check=True)


if __name__ == "__main__":
    main()
