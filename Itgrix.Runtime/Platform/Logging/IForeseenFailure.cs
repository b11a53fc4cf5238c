namespace Itgrix.Runtime.Platform.Logging;

/// <summary>An exception of the surroundings; its message says what failed, why, and what to do.</summary>
internal interface IForeseenFailure;
