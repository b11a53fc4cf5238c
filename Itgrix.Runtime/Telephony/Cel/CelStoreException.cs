namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>A store of channel events cannot be read; the message says which, why and what to do.</summary>
internal sealed class CelStoreException(string message, Exception? cause = null, bool isTransient = false)
    : Exception(message, cause), IForeseenFailure
{
    /// <summary>A retry may succeed without any change of the configuration.</summary>
    public bool IsTransient => isTransient;
}
