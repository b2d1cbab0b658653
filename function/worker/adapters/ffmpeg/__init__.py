"""FFmpeg: a video in, PCM or a picture out.

arguments          the command lines, as pure functions
report, tracks     what a run's verbose messages say about the media and its audio tracks
refusals           files that are not worth decoding
packets            when the last packets of a file end
judgement, integrity   whether all of the sound arrived, and how much of the declared audio did
conversion         any sound as a WAV for the mixer
speech/            the speech track as PCM
  extractor        implements the port: probe, refuse, decode, judge
  choice, hearing  which audio tracks to try, and the first that gives sound; stereo that is silent when mixed
  fallback, chains   the requested filter chain first, then the fallbacks after a crash
  graphs           the filters as FFmpeg takes them, with times that never go back
  pcm              decoded audio, counted
pictures/          the facts of a video and a picture of it
  pictures         implements the catalogue's port
  arguments, report   its command lines, for HDR and odd colour tags, too; what FFmpeg answers
source/            how a video reaches FFmpeg, and what its own bytes declare
  open, inputs     a video for FFmpeg, through a pipe or from a file
  faststart, sample_tables   an MP4 index at the end, moved to the front for a pipe
  edit_lists       tracks that are played in pieces, which need a file
  boxes, fragments   the boxes of MP4 and MOV files; MP4s that declare only their first fragment
  large_wav        WAVs of over 4 GB whose writer never knew their length
  shortness, riff, stream_ends   files with a missing end
  followers, flv_heads   a second recording in a file, which FFmpeg skips silently
process/           running FFmpeg
  program          one run: time, pipes, end
  capacity, turns  how many runs there may be, and which decode now
  pipes, lines     its output in bounded memory
  feeder           its input, and whether the source or FFmpeg used up the time
  child            the process: environment, session, the kernel's limits, certain end; what it may see of us
  leftovers        the child of a killed predecessor
"""

from __future__ import annotations

from worker.adapters.ffmpeg.pictures.pictures import FfmpegPictures
from worker.adapters.ffmpeg.process.child import close_own_memory
from worker.adapters.ffmpeg.process.leftovers import end_leftover_child
from worker.adapters.ffmpeg.process.program import FfmpegProgram
from worker.adapters.ffmpeg.speech.extractor import FfmpegExtractor

__all__ = ["FfmpegExtractor", "FfmpegPictures", "FfmpegProgram", "close_own_memory", "end_leftover_child"]
