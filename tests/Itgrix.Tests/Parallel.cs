// Tests start processes and measure limits: on a small machine they run one after another.
[assembly: DoNotParallelize]
