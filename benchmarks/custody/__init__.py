"""The main job, measured whole: `isnad intake`, `isnad verify`, and the pen."""
