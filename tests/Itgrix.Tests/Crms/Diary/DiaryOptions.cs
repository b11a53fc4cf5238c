using Itgrix.Runtime.Crms;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>The <c>diary</c> part of the configuration.</summary>
internal sealed record DiaryOptions : CrmOptions
{
    public Uri Address { get; init; } = new("http://localhost");

    /// <summary>The title of entries; applies without a restart.</summary>
    public string Title { get; init; } = "Call";

    public override CrmOptions WithLive(CrmOptions next) => this with { Title = ((DiaryOptions)next).Title };
}
