"""``python -m generator``, and the command `smallprint`: a build with nothing to do ends here, before anything is imported."""

import gc
import sys

from generator.jobs.stamp import cache_folder, nothing_to_do, plain_build


def run() -> None:
    """Run the command line. The stamp of the last build answers a build that has nothing to do."""
    arguments = sys.argv[1:]
    if plain_build(arguments) and (told := nothing_to_do(cache_folder(), arguments)):
        out, err, code = told
        sys.stderr.write(err)
        sys.stdout.write(out)
        sys.exit(code)
    from generator.cli import main

    collect_rarely()
    main(prog_name="smallprint")


def collect_rarely() -> None:
    """Texts and redlines are hundreds of thousands of values without cycles; to look through them again and again takes a
    quarter of the time of a large comparison.
    """
    gc.set_threshold(200_000, 50, 100)


if __name__ == "__main__":
    run()
