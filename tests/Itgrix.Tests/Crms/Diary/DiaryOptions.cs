using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>The <c>diary</c> part of the configuration.</summary>
internal sealed record DiaryOptions : CrmOptions
{
    [Setting("the address of the diary",
        Missing = "give the address of the diary.", Rule = nameof(AddressOf), Fix = "give an address.")]
    public Uri Address { get; init; } = new("http://localhost");

    [Setting("the title of entries", IsLive = true)]
    public string Title { get; init; } = "Call";

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
}
