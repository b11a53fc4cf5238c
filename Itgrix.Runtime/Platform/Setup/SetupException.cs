namespace Itgrix.Runtime.Platform.Setup;

/// <summary>The setup cannot go on; what was done stays, and the next setup goes on from there.</summary>
internal sealed class SetupException(string message) : Exception(message), IForeseenFailure;
