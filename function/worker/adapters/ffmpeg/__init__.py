"""FFmpeg: a video in, PCM or a picture out.

extractor      implements the port: probe, refuse, decode, judge
inputs         where FFmpeg reads a video: a pipe, or a file
copying        a video that has to be a file
large_wav      WAVs of over 4 GB whose writer never knew their length
relocation     an index that stands at the end, put in front for a pipe
edit_lists     tracks that are played in pieces, for which only a file will do
sample_tables  the places in it, which move
boxes          what MP4 and MOV files are made of
ladder         the requested filter chain first, then what a crash leaves
cancellation   stereo that is silent when mixed
chains         the filter chains, their delays and what each is worth
graphs         the filters as FFmpeg takes them, for a track that changes, too
clock          the first of them: times that do not go back
arguments      the command lines, as pure functions
report         what a run's verbose messages say about the media
tracks         the audio tracks
choice         which of them is heard, and what is said of the others
hearing        the first of them that gives sound
packets        when the last packets of a file end
refusals       files that are not worth decoding
followers, flv_heads   a second recording in a file, of which FFmpeg says nothing
judgement      whether all of the sound arrived
integrity      how much of the declared audio did
conversion, local_file   any sound as a WAV for the mixer, and a file that is read as an upload is
pcm            decoded audio on its way through
pictures       implements the catalogue's port: what a video is, and a picture of it
picture_arguments, picture_report   its command lines, and what they tell
shortness, stream_ends   files whose end is missing
renderings     colour tags that no filter takes, and HDR
fragments, jpeg   MP4s that declare too little, pictures that are whole
opening        a video as FFmpeg can read it
program        one run of FFmpeg: time, pipes, end
turns          which runs decode at the moment
pipes, lines   what comes out of it, in bounded memory
feeder         what goes into it
child          the process: environment, session, certain end
limits         the kernel's limits on a child
leftovers      the child of a killed predecessor
"""

from __future__ import annotations

from worker.adapters.ffmpeg.pictures.pictures import FfmpegPictures
from worker.adapters.ffmpeg.process.leftovers import end_leftover_child
from worker.adapters.ffmpeg.process.program import FfmpegProgram
from worker.adapters.ffmpeg.speech.extractor import FfmpegExtractor

__all__ = ["FfmpegExtractor", "FfmpegPictures", "FfmpegProgram", "end_leftover_child"]
