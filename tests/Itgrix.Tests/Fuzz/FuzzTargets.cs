using Itgrix.Tests.Fuzz.Targets;

namespace Itgrix.Tests.Fuzz;

/// <summary>Every input from outside.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Func<Task<IFuzzTarget>>> All { get; } =
        new Dictionary<string, Func<Task<IFuzzTarget>>>
    {
        ["ami"] = () => Task.FromResult<IFuzzTarget>(new AmiTarget()),
        ["cel_csv"] = () => Task.FromResult<IFuzzTarget>(new CelCsvTarget()),
        ["cel_table"] = () => Task.FromResult<IFuzzTarget>(new CelTableTarget()),
        ["reply"] = () => Task.FromResult<IFuzzTarget>(new ReplyTarget()),
        ["originate"] = () => Task.FromResult<IFuzzTarget>(new OriginateTarget()),
        ["printed"] = () => Task.FromResult<IFuzzTarget>(new PrintedTarget()),
        ["frames"] = () => Task.FromResult<IFuzzTarget>(new FrameTarget(TimeSpan.FromMilliseconds(500))),
        ["http"] = HttpTarget.StartAsync,
        ["config"] = () => Task.FromResult<IFuzzTarget>(new ConfigTarget()),
    };
}
