using Itgrix.Runtime.Configuration;

namespace Itgrix.Runtime.Kommo;

/// <summary>The settings that are in force: the configuration's, as the widget in the account changes them.</summary>
internal sealed class KommoSettings(KommoCallOptions configured)
{
    /// <summary>A snapshot; to be asked for again with each call.</summary>
    public KommoCallOptions Current => configured;
}
