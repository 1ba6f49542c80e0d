"""The released tables as files for other programs: what a round's release holds, and nothing else."""
